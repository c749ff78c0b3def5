/** The text of an operation with the fragments it spreads; `ui/vendor/operations.ts` puts it together. */
declare module '*.graphql' {
  const document: string
  export default document
}

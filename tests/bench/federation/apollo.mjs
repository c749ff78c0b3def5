// Serve a supergraph with Apollo Gateway: node apollo.mjs SUPERGRAPH PORT
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [, , supergraph, port, bed] = process.argv;
const { resolve } = createRequire(`${bed}/gateways/package.json`);
const { ApolloGateway } = await import(pathToFileURL(resolve('@apollo/gateway')).href);
const { ApolloServer } = await import(pathToFileURL(resolve('@apollo/server')).href);
const { startStandaloneServer } = await import(pathToFileURL(resolve('@apollo/server/standalone')).href);

const gateway = new ApolloGateway({ supergraphSdl: readFileSync(supergraph, 'utf8') });
const server = new ApolloServer({ gateway, includeStacktraceInErrorResponses: false });
await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: Number(port) } });

import { cleanup, fireEvent, render, screen } from '@testing-library/preact'
import { afterEach, expect, test } from 'vitest'
import { DataTable } from '../src/table'

afterEach(cleanup)

test('a head sorts down first for figures, then up; what is missing stays last', () => {
  const rows = [{ n: 'a', v: 2 }, { n: 'b', v: null }, { n: 'c', v: 10 }]
  const columns = [{ title: 'Name', cell: (row: (typeof rows)[number]) => row.n }, { title: 'Value', end: true, by: (row: (typeof rows)[number]) => row.v, cell: (row: (typeof rows)[number]) => row.v ?? '–' }]
  render(<DataTable caption="T" columns={columns} rows={rows} rowKey={(row) => row.n} />)
  const order = () => screen.getAllByRole('rowheader').map((cell) => cell.textContent)
  const head = screen.getByRole('button', { name: /Value/ })
  expect(order()).toEqual(['a', 'b', 'c'])
  fireEvent.click(head)
  expect(order()).toEqual(['c', 'a', 'b'])
  expect(screen.getByRole('columnheader', { name: /Value/ }).getAttribute('aria-sort')).toBe('descending')
  fireEvent.click(head)
  expect(order()).toEqual(['a', 'c', 'b'])
})

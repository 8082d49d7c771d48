import { bytesText, dateHtml } from './formats.ts'

test.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [1_048_576, '1 MiB'],
  [1_073_741_824, '1 GiB'],
  [2_000_000_000_000, '1863 GiB'],
])('bytesText of %d is %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text)
})

test('dateHtml is for people and for programs', () => {
  expect(dateHtml('2026-01-02T03:04:05.000Z')).toBe('<time datetime="2026-01-02T03:04:05.000Z">2 Jan 2026, 03:04 UTC</time>')
})

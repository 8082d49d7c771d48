// Prints what parsers of forms make of bodies that are not as they should be, or harder than most; the README of @gangway/form shows it.
import { Readable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import busboy from 'busboy'
import { form } from '@gangway/form'
import { contextFor, text } from '@gangway/gateway'

interface Case {
  readonly name: string
  readonly type?: string
  readonly body: string | Uint8Array
  /** What is right; nothing where the body is to be refused. */
  readonly expected?: string
}

type Parser = (type: string, body: Uint8Array) => Promise<string>

const file = 'Content-Disposition: form-data; name="f"; filename="x"\r\n\r\n'
const field = (value: string): string => `--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n${value}\r\n`
const named = (parameters: string): string => `--X\r\nContent-Disposition: form-data; name=f; ${parameters}\r\n\r\n1\r\n--X--\r\n`

const cases: readonly Case[] = [
  { name: 'a file beyond its limit of 1000 bytes', body: `--X\r\n${file}${'a'.repeat(2000)}\r\n--X--\r\n` },
  { name: 'more fields than a limit of 3', body: `${field('1').repeat(5)}--X--\r\n` },
  { name: 'a body that ends in a file', body: `--X\r\n${file}half of` },
  { name: 'two boundaries in Content-Type', type: 'multipart/form-data; boundary=Y; boundary=X', body: `${field('1')}--X--\r\n` },
  { name: 'two names of one part', body: '--X\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n1\r\n--X--\r\n' },
  { name: 'a field that is not UTF-8', body: Buffer.from(`${field('\xff')}--X--\r\n`, 'latin1') },
  { name: '10 MB before the first part', body: 'a'.repeat(10_000_000) + `\r\n${field('1')}--X--\r\n` },
  {
    name: 'the boundary with more behind it in a file',
    body: `--X\r\n${file}a\r\n--Xtra\r\nb\r\n--X--\r\n`,
    expected: 'x: a\r\n--Xtra\r\nb',
  },
  { name: 'the boundary inside of a line of a file', body: `--X\r\n${file}a --X b\r\n--X--\r\n`, expected: 'x: a --X b' },
  { name: 'a file name in UTF-8, as browsers send it', body: named('filename="ä.txt"'), expected: 'ä.txt: 1' },
  { name: 'a file name with what browsers escape', body: named('filename="a%22b.txt"'), expected: 'a"b.txt: 1' },
  { name: 'a malformed filename* beside a filename', body: named("filename=x; filename*=UTF-8''%ff"), expected: 'x: 1' },
]

const parsers: Readonly<Record<string, Parser>> = {
  busboy: (type, body) => pushed(busboy({ headers: { 'content-type': type }, limits: { fileSize: 1000, fields: 3 } }), body, 'close'),
  '@fastify/busboy': (type, body) =>
    pushed(new Busboy({ headers: { 'content-type': type }, limits: { fileSize: 1000, fields: 3 } }), body, 'finish'),
  'Request.formData()': native,
  '@gangway/form': ours,
}

async function ours(type: string, body: Uint8Array): Promise<string> {
  const app = form({ limits: { file: 1000, fieldCount: 3 } })(async (context) => {
    const entries = [...(await context.form.read())]
    return text(
      (
        await Promise.all(
          entries.map(async (entry) => (entry.kind === 'field' ? entry.value : `${entry.sentFileName}: ${await entry.text()}`)),
        )
      ).join(),
    )
  })
  return (await app(contextFor('POST', '/', { headers: { 'content-type': type }, body }))).text()
}

async function native(type: string, body: Uint8Array): Promise<string> {
  const entries = [...(await new Response(Buffer.from(body), { headers: { 'content-type': type } }).formData())]
  return (
    await Promise.all(entries.map(async ([, value]) => (typeof value === 'string' ? value : `${value.name}: ${await value.text()}`)))
  ).join()
}

// The two are alike, but for what they tell of a file.
function pushed(parser: NodeJS.WritableStream, body: Uint8Array, end: string): Promise<string> {
  const entries: string[] = []
  return new Promise((resolve, reject) => {
    parser.on('field', (_: string, value: string) => entries.push(value))
    parser.on('file', (_: string, content: Readable, info: string | { filename: string }) => {
      const name = typeof info === 'string' ? info : info.filename
      let received = ''
      content.on('data', (chunk: Uint8Array) => (received += String(chunk)))
      content.on('end', () => entries.push(`${name}: ${received}`))
      content.on('error', reject)
    })
    parser.on('error', reject)
    parser.on(end, () => resolve(entries.join()))
    Readable.from([Buffer.from(body)]).pipe(parser)
  })
}

async function verdictOn({ type = 'multipart/form-data; boundary=X', body, expected }: Case, parse: Parser): Promise<string> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const late = new Promise<string>((resolve) => setTimeout(resolve, 2000, 'hangs').unref())
  try {
    const found = await Promise.race([parse(type, bytes), late])
    if (found === 'hangs') return found
    return expected === undefined ? 'takes it' : found === expected ? 'right' : 'wrong'
  } catch {
    return expected === undefined ? 'refuses' : 'fails'
  }
}

const names = Object.keys(parsers)
const rows = [['', ...names]]
for (const each of cases) rows.push([each.name, ...(await Promise.all(Object.values(parsers).map((parse) => verdictOn(each, parse))))])
const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
for (const row of rows)
  console.log(
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )

import { hostileReport, payloads } from '../../test/hostile-report.ts'
import { editorLink } from './editor-link.ts'
import { foldFrames } from './fold.ts'
import { htmlReport } from './html-report.ts'
import { jsonReport } from './json-report.ts'
import { renderReport } from './render-report.ts'
import { visible } from './visible.ts'

const ordinary = hostileReport('x')
const markupOf = (page: string): string => page.replace(/<style>.*?<\/style>|<script>.*?<\/script>/gs, '')

describe('a report in each form (T1)', () => {
  it.each(payloads.map((payload) => [JSON.stringify(payload), payload]))(
    'with %s everywhere has no more markup than with x',
    (_, payload) => {
      const tags = (page: string) =>
        markupOf(page)
          .match(/<\/?[a-z!][^>]*/gi)
          ?.map((tag) => /^<\/?[a-z!]+/i.exec(tag)?.[0])
      const elements = (page: string) => new Set(tags(page)?.filter((tag) => tag?.endsWith('mark') === false))
      expect(elements(htmlReport(hostileReport(payload), { editor: 'vscode' }))).toEqual(
        elements(htmlReport(ordinary, { editor: 'vscode' })),
      )
    },
  )

  it.each(payloads.map((payload) => [JSON.stringify(payload), payload]))(
    'with %s has no control characters and reorders nothing',
    (_, payload) => {
      for (const format of ['html', 'text', 'json', 'ansi'] as const) {
        const written = renderReport(hostileReport(payload), format)
        const bare = format === 'ansi' ? written.replace(/\u001b\[[\d;]*m/g, '') : written
        expect(bare).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/)
        expect(bare.isWellFormed()).toBe(true)
      }
    },
  )

  it('is JSON that says the same, without anything that a page could take for markup', () => {
    for (const payload of payloads.filter((each) => each.isWellFormed())) {
      const written = jsonReport(hostileReport(payload))
      expect(written).not.toMatch(/[<>&]/)
      expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(hostileReport(payload))))
    }
  })

  it('is a page that loads nothing, and whose style and script are the ones that its policy names', () => {
    const page = htmlReport(ordinary)
    expect(page).not.toMatch(/\b(?:src|href)=/)
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(page.match(/sha256-[\w+/]{43}=/g)).toHaveLength(2)
    expect(page).not.toContain('unsafe-inline')
  })

  it('is bounded', () => {
    expect(htmlReport(hostileReport('<'.repeat(1000))).length).toBeLessThan(3_000_000)
  })
})

it('a line that is shown can be seen', () => {
  expect(visible('a\tb\nc\u202ed\u0007\ud800')).toBe('a\tb\nc\\u202ed\\u0007\ufffd')
})

describe('foldFrames', () => {
  const frame = ordinary.error.frames[0]
  if (!frame) throw new Error('no frame')
  const of = (...kinds: ('app' | 'dependency' | 'runtime')[]) =>
    foldFrames(kinds.map((kind) => ({ ...frame, kind }))).map((each) => ('frame' in each ? each.frame.kind : each.hidden.length))

  it('puts together what is not of the application', () => {
    expect(of('runtime', 'app', 'dependency', 'dependency', 'runtime', 'app')).toEqual([1, 'app', 3, 'app'])
  })

  it('shows dependencies where there is nothing else, and hides the runtime', () => {
    expect(of('dependency', 'runtime')).toEqual(['dependency', 1])
    expect(of('runtime')).toEqual([1])
    expect(of()).toEqual([])
  })
})

describe('editorLink', () => {
  const place = { path: '/app/a b#c?.ts', line: 3, column: 0 }

  it.each([
    ['vscode', 'vscode://file/app/a%20b%23c%3F.ts:3:1'],
    ['idea', 'idea://open?file=/app/a%20b%23c%3F.ts&line=3&column=1'],
    ['x-mine://{file}?{line}', 'x-mine:///app/a%20b%23c%3F.ts?3'],
  ])('of %s', (editor, expected) => {
    expect(editorLink(editor, place)).toBe(expected)
  })

  it('is made of paths alone', () => {
    expect(editorLink('vscode', { ...place, path: 'C:\\app\\a.ts' })).toBe('vscode://file/C:/app/a.ts:3:1')
    for (const path of ['webpack://app/a.ts', 'node:fs', '', '//host/share', 'javascript:alert(1)'])
      expect(editorLink('vscode', { ...place, path })).toBeUndefined()
    expect(editorLink('vscode', { ...place, line: 0 })).toBeUndefined()
    expect(editorLink(undefined, place)).toBeUndefined()
  })
})

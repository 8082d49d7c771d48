import { text } from '@gangway/gateway'
import { setTimeout as sleep } from 'node:timers/promises'
import type { WikiContext } from './wiki-context.ts'

/** GET /bug, in development only: an error from three calls and an await deep, to see what the traceback makes of it. */
export async function showBug(context: WikiContext): Promise<Response> {
  const visitor = new URLSearchParams(context.query).get('visitor') ?? 'nobody'
  return text(`Hello, ${await greetingFor(visitor)}\n`)
}

async function greetingFor(visitor: string): Promise<string> {
  const attempts = [visitor, visitor.toUpperCase()]
  await sleep(1)
  return longest(attempts.map(firstWord))
}

function firstWord(name: string): string | undefined {
  return /^[a-z]+/.exec(name)?.[0]
}

function longest(words: readonly (string | undefined)[]): string {
  const lengths = words.map((word) => lengthOf(word))
  return words[lengths.indexOf(Math.max(...lengths))] ?? ''
}

function lengthOf(word: string | undefined): number {
  if (word === undefined) throw new RangeError('a greeting needs a word in lower case')
  return word.length
}

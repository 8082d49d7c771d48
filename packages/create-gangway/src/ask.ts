import { basename, resolve } from 'node:path'
import { cancel, type CANCEL_SYMBOL, isCancel, multiselect, select, text } from '@clack/prompts'
import { middlewareChoices, middlewareNames, recommendedMiddleware } from './middleware-choices.ts'
import { checkName, type Kind, type Plan } from './plan.ts'
import { PlanError } from './plan-error.ts'

const defaultFolder = { app: 'gangway-app', middleware: 'gangway-middleware' }

/**
 * The whole plan: what was said, and for the rest what the user answers, or with `yes` the defaults; `undefined` when the user gave up.
 * @throws {PlanError} when something must be asked and there is no terminal to ask on.
 */
export async function ask(said: Partial<Plan>, { yes }: { yes: boolean }): Promise<Plan | undefined> {
  if (yes) return withDefaults(said)
  try {
    const kind = said.kind ?? (await askKind())
    const folder = said.folder ?? (await askFolder(kind))
    const middleware = said.middleware ?? (kind === 'app' ? await askMiddleware() : undefined)
    return { ...said, kind, folder, middleware }
  } catch (error) {
    if (!(error instanceof GivenUp)) throw error
    cancel('Nothing was made.')
    return undefined
  }
}

function withDefaults(said: Partial<Plan>): Plan {
  const { kind = 'app' } = said
  return { ...said, kind, folder: said.folder ?? defaultFolder[kind] }
}

async function askKind(): Promise<Kind> {
  return answer('--app or --middleware', () =>
    select<Kind>({
      message: 'What shall it be?',
      options: [
        { value: 'app', label: 'An application', hint: 'over HTTP, CGI and FastCGI' },
        { value: 'middleware', label: 'A middleware package', hint: 'to publish on npm' },
      ],
    }),
  )
}

async function askFolder(kind: Kind): Promise<string> {
  const placeholder = defaultFolder[kind]
  return answer('a folder', () => text({ message: 'In which folder?', placeholder, defaultValue: placeholder, validate: problemOf }))
}

async function askMiddleware(): Promise<Plan['middleware']> {
  const options = middlewareNames.map((value) => ({ value, label: value, hint: middlewareChoices[value].hint }))
  return answer('--with', () =>
    multiselect({ message: 'Which middleware?', options, initialValues: [...recommendedMiddleware], required: false }),
  )
}

async function answer<T extends string | readonly string[]>(flag: string, prompt: () => Promise<T | typeof CANCEL_SYMBOL>): Promise<T> {
  if (!process.stdin.isTTY) throw new PlanError(`there is no terminal to ask on: say ${flag}, or --yes for the defaults`)
  const answered = await prompt()
  if (isCancel(answered)) throw new GivenUp()
  return answered
}

function problemOf(folder: string | undefined): string | undefined {
  if (!folder) return undefined
  try {
    checkName(basename(resolve(folder)))
    return undefined
  } catch (error) {
    if (error instanceof PlanError) return error.message
    throw error
  }
}

class GivenUp extends Error {}

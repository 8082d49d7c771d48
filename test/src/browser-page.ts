import type { Browser } from './chromium.ts'

/** What DevTools tells, or answers. */
export type Message = Readonly<Record<string, unknown>>

/** A page of a browser, driven over the DevTools protocol. */
export interface BrowserPage {
  /** Sends a command, such as `Page.navigate`, and resolves to its result. */
  send(method: string, parameters?: Message): Promise<Message>
  /** Calls back for each event of this name. */
  on(event: string, callback: (parameters: Message) => void): void
  /** Goes to an address, and resolves when it is loaded. */
  visit(url: string): Promise<void>
  /** The value of an expression in the page. */
  evaluate(expression: string): Promise<unknown>
  /** Resolves when the page that an expression makes the browser go to is loaded. */
  follow(expression: string): Promise<void>
}

/** The first page of a browser that was opened with `about:blank`. */
export async function pageOf({ commands, messages }: Browser): Promise<BrowserPage> {
  const waiting = new Map<number, PromiseWithResolvers<Message>>()
  const listeners = new Map<string, ((parameters: Message) => void)[]>()
  // With these commands go to the page instead of the browser.
  let attached: Message = {}
  let count = 0
  let rest = ''
  messages.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\0')
    rest = parts.pop() ?? ''
    for (const part of parts) receive(JSON.parse(part))
  })
  const { targetInfos } = await send('Target.getTargets')
  const targets = Array.isArray(targetInfos) ? targetInfos : []
  const { targetId } = targets.find(({ type }) => type === 'page') ?? {}
  attached = await send('Target.attachToTarget', { targetId, flatten: true })
  await send('Page.enable')
  return { send, on, visit, evaluate, follow }

  async function send(method: string, params: Message = {}): Promise<Message> {
    const id = ++count
    const answer = Promise.withResolvers<Message>()
    waiting.set(id, answer)
    commands.write(`${JSON.stringify({ id, method, params, ...attached })}\0`)
    return answer.promise
  }

  function receive(message: { id?: number; method?: string; params?: Message; result?: Message; error?: { message: string } }): void {
    const answer = waiting.get(message.id ?? 0)
    if (message.error) answer?.reject(new Error(`DevTools: ${message.error.message}`))
    else answer?.resolve(message.result ?? {})
    for (const callback of listeners.get(message.method ?? '') ?? []) callback(message.params ?? {})
  }

  function on(event: string, callback: (parameters: Message) => void): void {
    listeners.set(event, [...(listeners.get(event) ?? []), callback])
  }

  async function visit(url: string): Promise<void> {
    const loaded = nextLoad()
    await send('Page.navigate', { url })
    await loaded
  }

  async function follow(expression: string): Promise<void> {
    const loaded = nextLoad()
    await evaluate(expression)
    await loaded
  }

  async function evaluate(expression: string): Promise<unknown> {
    const { result } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    return typeof result === 'object' && result !== null && 'value' in result ? result.value : undefined
  }

  async function nextLoad(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    listeners.set('Page.loadEventFired', [() => resolve()])
    return promise
  }
}

import { json, text, type Application } from '@gangway/gateway'

/** `Hello`, and an echo of JSON: what the floors answer, too. */
export const application: Application = (context) => (context.method === 'POST' ? echo(context) : text('Hello'))

async function echo(context: Parameters<Application>[0]): Promise<Response> {
  return json(await context.body?.json())
}

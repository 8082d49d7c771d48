import { join } from 'node:path'
import { startExample } from '../../../scripts/readme-example.js'
import { RecordClient, variables } from '../../../test/src/record-client.ts'

it('the README shows the FastCGI environment, escaped', async () => {
  const example = await startExample(new URL('../README.md', import.meta.url), { path: 'environment.sock' })
  try {
    const client = await RecordClient.connect({ path: join(example.folder, 'environment.sock') })
    const { stdout } = await client.request({ variables: { ...variables, HTTP_X: '<script>' } })
    expect(stdout).toMatch(/^Status: 200 OK\r\n/)
    const table = stdout.replace(/\s+/g, '')
    expect(table).toContain('<tr><th>SERVER_SOFTWARE</th><td>nginx/1.22.1</td></tr>')
    expect(table).toContain('<tr><th>HTTP_X</th><td>&lt;script&gt;</td></tr>')
  } finally {
    await example.stop()
  }
})

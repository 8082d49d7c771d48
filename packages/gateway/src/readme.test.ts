import { runExample } from '../../../scripts/readme-example.js'

it('the README shows an application that is called without a server', async () => {
  const { stdout, stderr, exitCode } = await runExample(new URL('../README.md', import.meta.url))
  expect({ stdout, stderr, exitCode }).toEqual({
    stdout: '200 <p>/&lt;start&gt; is visit 1</p>\n201 {"received":{"a":1}}\n',
    stderr: '',
    exitCode: 0,
  })
})

// The light runner has no time limit of its own; without one a test that waits for ever stops the whole run.
import { addEventHandler } from 'jest-circus'

const limit = 60_000

addEventHandler((event, state) => {
  if (event.name === 'add_test') limitTime(state.currentDescribeBlock.children.at(-1), event.timeout)
  if (event.name === 'add_hook') limitTime(state.currentDescribeBlock.hooks.at(-1), event.timeout)
})

function limitTime(step, timeout = limit) {
  const { fn } = step
  if (!fn || fn.length > 0) return
  step.fn = async () => {
    let timer
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`took longer than ${timeout} ms`)), timeout)
    })
    try {
      return await Promise.race([fn(), late])
    } finally {
      clearTimeout(timer)
    }
  }
}

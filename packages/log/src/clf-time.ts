const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

let last = { second: Number.NaN, text: '' }

/** A time as in the common log format: `[10/Oct/2000:13:55:36 -0700]`, in the zone of the process. */
export function clfTime(time: Date): string {
  const second = Math.floor(time.getTime() / 1000)
  // One text serves all requests of a second (1 µs each).
  if (last.second !== second) last = { second, text: format(time) }
  return last.text
}

function format(time: Date): string {
  const date = `${two(time.getDate())}/${months[time.getMonth()]}/${time.getFullYear()}`
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')
  const offset = -time.getTimezoneOffset()
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`
  return `[${date}:${clock} ${zone}]`
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}

/** Whether a response is still to come. Neither `instanceof` nor `then` is asked of a reply: that loads the global Response, or takes 100 ns. */
export function isPromise(answered: Response | Promise<Response>): answered is Promise<Response> {
  return typeof answered === 'object' && answered !== null && !('status' in answered) && 'then' in answered
}

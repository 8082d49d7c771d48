/** What to say to somebody who starts the program by hand. */
export function usage(script: string | undefined): string {
  const name = script === undefined ? 'app.js' : script.slice(script.lastIndexOf('/') + 1)
  return `cgi: this program answers one request that a web server describes in the environment, and there is none (REQUEST_METHOD is not set).

Try it by hand:

    REQUEST_METHOD=GET REQUEST_URI='/path?query' node ${name}
    echo -n 'a=1' | REQUEST_METHOD=POST REQUEST_URI=/ CONTENT_LENGTH=3 node ${name}

To answer many requests without a web server, import serve from @gangway/http.
`
}

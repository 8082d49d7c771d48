/** The look of the report, for a wide screen and a phone, by day and by night. */
export const style: string = `
:root{color-scheme:light dark;--page:#f6f5f2;--card:#fff;--ink:#1d1c1a;--dim:#6e6a63;--rule:#e2dfd8;--red:#b3261e;--red-soft:#fdecea;--red-rule:#e5655c;--blue:#0b57a4;
--variable:#6b3fa0;--string:#1a6b3c;--number:#9a4a00;--keyword:#a0306b;--value:#fbf6e6;--value-rule:#ecdfb4;--focus:#0b57a4;
--mono:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
@media(prefers-color-scheme:dark){:root{--page:#161513;--card:#1f1e1b;--ink:#ebe8e1;--dim:#a09a8f;--rule:#35332e;--red:#ff8f86;--red-soft:#3a1f1c;--red-rule:#c2574e;--blue:#8cc2ff;
--variable:#c9a8ff;--string:#8fd3a4;--number:#f2b27a;--keyword:#f09ac6;--value:#29261d;--value-rule:#4a4330;--focus:#8cc2ff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Ubuntu,sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:72rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.25rem;padding-bottom:.25rem}
code,pre,.value,.line,dl,.call,.asked{font-family:var(--mono);font-size:.8125rem;line-height:1.6}
.asked{margin:0;color:var(--dim)}
.asked b{color:var(--ink)}
.status{display:inline-block;margin-right:.5rem;padding:0 .5em;border-radius:.3em;background:var(--red);color:var(--card);font-weight:600}
h1{margin:.7rem 0 .25rem;font-size:1.6rem;line-height:1.25;font-weight:650;letter-spacing:-.01em}
h1 .message{white-space:pre-wrap}
h1 .name{display:block;font-size:1rem;letter-spacing:0;color:var(--red);font-weight:650}
h2{margin:2.25rem 0 .6rem;font-size:1rem;font-weight:650}
h2 .message{font-weight:400;white-space:pre-wrap}
h2 .name{color:var(--red)}
.long{max-height:14rem;overflow:auto;font-size:1rem;font-weight:500}
.where{margin:.35rem 0 0;color:var(--dim)}
a{color:var(--blue);text-decoration-color:color-mix(in srgb,currentColor 35%,transparent);text-decoration-thickness:1px;text-underline-offset:.2em}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:3px}
.dim{color:var(--dim)}
p.dim{margin:.3rem 0}
summary{cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"\\25b8";display:inline-block;width:1rem;color:var(--dim);font-size:.8em}
details[open]>summary::before{content:"\\25be"}
.frame,.folded,.panel{background:var(--card);border:1px solid var(--rule);border-radius:.6rem;margin:.5rem 0;overflow:hidden}
.frame>summary,.folded>summary,.panel>summary{padding:.6rem .9rem}
.frame>summary:hover,.folded>summary:hover,.panel>summary:hover{background:color-mix(in srgb,var(--ink) 4%,transparent)}
.frame[open]>summary{border-bottom:1px solid var(--rule)}
.call{font-weight:650;font-size:.875rem}
a>.place{color:var(--blue)}
.place{margin-left:.6rem;color:var(--dim);font:.8125rem/1.6 var(--mono)}
.glimpse{display:block;margin-left:1rem;color:var(--dim);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.frame[open]>summary .glimpse{display:none}
.tag{margin-left:.5rem;padding:0 .45em;border:1px solid var(--rule);border-radius:1em;color:var(--dim);font-size:.75rem;white-space:nowrap}
.folded{background:none;border-style:dashed}
.folded>summary{padding:.3rem .9rem;color:var(--dim);font-size:.875rem}
.folded ol{margin:0;padding:.1rem 1rem .6rem 2rem}
.folded li{padding:.1rem 0}
.source{padding:.5rem 0;overflow-x:auto;tab-size:4}
.line{display:flex;min-width:max-content;padding-right:1rem;border-left:3px solid transparent}
.line code{white-space:pre;font-size:inherit}
.number{flex:none;width:3.6rem;padding-right:1rem;text-align:right;color:var(--dim);opacity:.75;user-select:none}
.marked{background:var(--red-soft);border-left-color:var(--red-rule)}
.marked .number{color:var(--red);opacity:1;font-weight:650}
mark{background:none;color:inherit;text-decoration:underline var(--red) 2px;text-underline-offset:.22em}
.values{position:sticky;left:0;margin:0;padding:.4rem 1rem .45rem 3.8rem;background:var(--value);border-block:1px solid var(--value-rule);border-left:3px solid var(--red-rule);max-width:calc(min(72rem,100vw) - 3rem);width:100%}
.variable,dt{color:var(--variable)}
.t-string,.k-string{color:var(--string)}.t-number,.k-number{color:var(--number)}.t-missing{color:var(--red);font-weight:600}.t-redacted,.k-comment{color:var(--dim);font-style:italic}.k-keyword{color:var(--keyword)}
.v{display:inline}details.v{display:inline-block;vertical-align:top;max-width:100%}
details.v>dl,details.v>.whole,details.v>p{margin:.2rem 0 .4rem .35rem;padding-left:.9rem;border-left:1px solid var(--rule)}
.whole{white-space:pre-wrap;max-height:20rem;overflow:auto}
.variables{padding:.5rem .9rem .7rem;border-top:1px solid var(--rule)}
.variables>dl{margin-left:1rem}
.variables>summary,.note{color:var(--dim);font-size:.875rem}
.note{margin:0;padding:.5rem .9rem}
dl{margin:.35rem 0;display:grid;gap:.1rem}
dl>div{display:grid;grid-template-columns:minmax(7rem,14rem) 1fr;gap:.2rem 1rem}
dt,dd{min-width:0;margin:0}
dd{white-space:pre-wrap}
.panel>*:not(summary){margin-left:1.9rem;margin-right:1rem}
.panel h3{margin:.8rem 0 .1rem 1.9rem;font-size:.8125rem;color:var(--dim);font-weight:600}
.panel>dl:last-child{margin-bottom:.9rem}
.properties{margin:.6rem 0 0;padding:.35rem .9rem;background:var(--card);border:1px solid var(--rule);border-radius:.6rem}
.related{margin-left:.35rem;padding-left:1.1rem;border-left:2px solid var(--rule)}
.text{max-height:24rem;overflow:auto;white-space:pre;margin-bottom:.9rem}
button{float:right;margin:0 0 .5rem 1rem;padding:.3rem .9rem;border:1px solid var(--rule);border-radius:.4rem;background:var(--page);color:var(--ink);font:inherit;font-size:.875rem;cursor:pointer}
footer{padding-top:1rem;padding-bottom:2.5rem;color:var(--dim);font-size:.8125rem}
footer code{user-select:all}
@media(max-width:40rem){header,main,footer{padding-inline:.75rem}header{padding-top:1.1rem}h1{font-size:1.25rem}.number{width:2.6rem;padding-right:.6rem}.values{padding-left:2.8rem;max-width:calc(100vw - 1.5rem)}
.place{display:block;margin-left:1rem}.tag{margin-left:1rem}dl>div{grid-template-columns:1fr;padding-bottom:.25rem}dd{padding-left:1rem}.panel>*:not(summary){margin-inline:.9rem}.panel h3{margin-left:.9rem}.related{padding-left:.6rem}}
@media print{details:not([open])>*:not(summary){display:block}.source,.text,.long{max-height:none;overflow:visible}body{background:#fff}}
`

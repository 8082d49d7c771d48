/** Copies the report as text, where a script may run; the page does without. */
export const script: string = `
const button=document.querySelector('#copy'),text=document.querySelector('#text')
button.hidden=false
button.onclick=async()=>{
try{await navigator.clipboard.writeText(text.textContent)}
catch{text.closest('details').open=true;getSelection().selectAllChildren(text);document.execCommand('copy')}
button.textContent='Copied'}
`

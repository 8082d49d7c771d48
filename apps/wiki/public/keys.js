// Keyboard shortcuts. Everything they do can be done without them.
const storageName = 'shortcuts'
const elements = [...document.querySelectorAll('[data-key]')]

document.addEventListener('keydown', (event) => {
  if (event.isComposing || event.altKey || event.metaKey) return
  const name = (event.ctrlKey ? 'Control+' : '') + event.key
  if (name === '?' && !isWriting(event.target)) return showHelp(event)
  // Without Control a key is a character that somebody may be writing, or saying.
  if (!event.ctrlKey && (isWriting(event.target) || localStorage.getItem(storageName) === 'off')) return
  const element = elements.find(({ dataset }) => dataset.key === name)
  if (!element || document.querySelector('dialog[open]')) return
  event.preventDefault()
  if (element instanceof HTMLInputElement) element.focus()
  else element.click()
})

function isWriting(target) {
  return target instanceof HTMLElement && target.matches('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')
}

function showHelp(event) {
  event.preventDefault()
  const open = document.querySelector('dialog.keys')
  if (open) return open.close()
  const dialog = document.createElement('dialog')
  dialog.className = 'keys'
  dialog.setAttribute('aria-labelledby', 'keys-label')
  const heading = document.createElement('h2')
  heading.id = 'keys-label'
  heading.textContent = 'Keyboard shortcuts'
  const list = document.createElement('dl')
  for (const element of elements) list.append(entry(element.dataset.key, labelOf(element)))
  list.append(entry('?', 'This help'))
  dialog.append(heading, list, toggle(), closing())
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

function labelOf(element) {
  return element.textContent.trim() || element.getAttribute('placeholder') || element.getAttribute('aria-label') || ''
}

function entry(key, label) {
  const row = document.createElement('div')
  const term = document.createElement('dt')
  const kbd = document.createElement('kbd')
  kbd.textContent = key.replace('Control', 'Ctrl').replace('+', ' + ')
  term.append(kbd)
  const text = document.createElement('dd')
  text.textContent = label
  row.append(term, text)
  return row
}

function toggle() {
  const label = document.createElement('label')
  const box = document.createElement('input')
  box.type = 'checkbox'
  box.checked = localStorage.getItem(storageName) !== 'off'
  box.addEventListener('change', () => localStorage.setItem(storageName, box.checked ? 'on' : 'off'))
  label.append(box, ' Keys without Ctrl work')
  return label
}

function closing() {
  const form = document.createElement('form')
  form.method = 'dialog'
  const button = document.createElement('button')
  button.textContent = 'Close'
  form.append(button)
  return form
}

// A text that is not saved is not left without a question.
const text = document.querySelector('.editor textarea[name=text]')
if (text) {
  let isSent = false
  text.form.addEventListener('submit', () => (isSent = true))
  addEventListener('beforeunload', (event) => {
    if (!isSent && text.value !== text.defaultValue) event.preventDefault()
  })
}

import { file, HttpError, redirect } from '@gangway/gateway'
import { addAttachment, findAttachment, listAttachments, removeAttachment, type Attachment } from '../model/attachments.ts'
import { fileNameOf, largestAttachment } from '../model/file-name.ts'
import type { Page } from '../model/pages.ts'
import { actionAddress } from '../view/addresses.ts'
import { render } from '../view/render.ts'
import type { AttachmentView } from '../view/views.ts'
import { existingPage, keptPage, ofPage, requireEdit } from './access.ts'
import { contentDisposition } from './content-disposition.ts'
import { visitorOf, type PageContext } from './wiki-context.ts'

const limits = { file: largestAttachment, body: largestAttachment + 1_048_576, fileCount: 100 }

/** GET /files/:title */
export async function showFiles(context: PageContext): Promise<Response> {
  return show(context, await keptPage(context))
}

/** POST /files/:title, with files, or the name of one to remove */
export async function changeFiles(context: PageContext): Promise<Response> {
  const page = await existingPage(context)
  requireEdit(context, page)
  if (context.form.type === 'multipart/form-data') await upload(context, page)
  else await remove(context, page)
  return redirect(actionAddress(context.mount, 'files', page.title), 303)
}

/** GET /file/:title?name= */
export async function sendFile(context: PageContext): Promise<Response> {
  const page = await keptPage(context)
  const name = new URLSearchParams(context.query).get('name') ?? ''
  const attachment = await findAttachment(context.wiki.database, page.id, name)
  if (!attachment) throw new HttpError(404, 'This page has no such file.')
  const isImage = attachment.mediaType.startsWith('image/')
  return file(context.wiki.files.pathOf(attachment.file), {
    headers: {
      'content-type': attachment.mediaType,
      'content-disposition': contentDisposition(isImage ? 'inline' : 'attachment', attachment.name),
      // Whatever is in it, it is no program of this site.
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      vary: 'cookie',
    },
  })
}

async function upload(context: PageContext, page: Page): Promise<void> {
  const { database, files } = context.wiki
  for await (const part of context.form.parts({ limits })) {
    if (part.kind !== 'file') continue
    const kept = await files.keep(part)
    try {
      await addAttachment(database, page.id, { ...kept, name: fileNameOf(part.fileName), addedBy: visitorOf(context).id })
    } catch (error) {
      await files.remove(kept.file)
      throw error
    }
  }
}

async function remove(context: PageContext, page: Page): Promise<void> {
  const { database, files } = context.wiki
  const name = (await context.form.read()).get('remove')
  const attachment = name === undefined ? undefined : await findAttachment(database, page.id, name)
  if (!attachment) throw new HttpError(404, 'This page has no such file.')
  await removeAttachment(database, attachment.id)
  await files.remove(attachment.file)
}

async function show(context: PageContext, page: Page): Promise<Response> {
  const attachments = await listAttachments(context.wiki.database, page.id)
  const view = { ...ofPage(context, page, 'files'), attachments: attachments.map(viewOf) }
  return render(context, 'files', view, { heading: `Files of ${page.title}` })
}

function viewOf({ name, size, addedAt, addedBy, mediaType }: Attachment): AttachmentView {
  return { name, label: name.replace(/[[\]\\]/g, '\\$&'), size, addedAt, addedBy, is_image: mediaType.startsWith('image/') }
}

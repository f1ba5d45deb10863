import { type Upload, UploadProblem } from './upload'

/** Uploads a part of a message, and looks whether it is of the right kind; '' for one that can be done without. */
export async function uploadPart(kind: string, field: string, upload: () => ReturnType<Upload>): Promise<string> {
  try {
    const { url, type } = await upload()
    if (type === undefined || fits(field === 'poster' ? 'image' : kind, type)) return url
    throw new UploadProblem('wrongType', type)
  } catch (error) {
    if (field === 'poster' && error instanceof UploadProblem) return ''
    throw error
  }
}

/** Whether a file of this type can be shown as a message of this kind. */
function fits(kind: string, type: string): boolean {
  // A recording in a container of films can't be told from one by its first bytes.
  if (kind === 'voice') return /^audio\/|^video\/(mp4|webm)$/.test(type)
  return (kind !== 'image' && kind !== 'video') || type.startsWith(`${kind}/`)
}

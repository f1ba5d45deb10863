import { expect, it } from 'vitest'
import { UploadProblem } from '../../../../src/uploads/upload'
import { uploadPart } from '../../../../src/uploads/upload-part'

const url = 'https://files.test/1'
const part = (kind: string, field: string, type?: string): Promise<string> =>
  uploadPart(kind, field, async () => ({ url, type }))

it.each([
  ['image', 'image/png'], ['video', 'video/mp4'], ['video', 'video/webm'], ['video', 'video/quicktime'],
  ['voice', 'audio/mpeg'], ['voice', 'video/mp4'], ['voice', 'video/webm'], ['file', 'text/html'], ['image', undefined],
])('a part of %s may be %s', async (kind, type) => {
  expect(await part(kind, 'url', type)).toBe(url)
})

it.each([
  ['image', 'video/mp4'], ['image', 'application/octet-stream'], ['video', 'audio/mpeg'], ['video', 'image/png'],
  ['voice', 'image/png'], ['voice', 'video/quicktime'],
])('a part of %s is not %s', async (kind, type) => {
  await expect(part(kind, 'url', type)).rejects.toEqual(new UploadProblem('wrongType', type))
})

it('a poster that is none is left out', async () => {
  expect(await part('video', 'poster', 'application/octet-stream')).toBe('')
  expect(await part('video', 'poster', 'image/jpeg')).toBe(url)
})

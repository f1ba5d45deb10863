import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createFileLinks } from '../../../server/files/links'
import { login, until } from '../../helpers/server'
import { ann, at, by, get, kept, link, secret, send, server, stage, start, stored } from './files-rig'
import { gif, jpeg, png, webp } from './pictures'

describe('the type is that of the bytes', () => {
  const bytes = (...parts: (string | number[])[]) =>
    Buffer.concat(parts.map(part => typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))

  it.each([
    ['image/jpeg', jpeg(20, 30), { width: 20, height: 30 }], ['image/png', png(20, 30), { width: 20, height: 30 }],
    ['image/gif', gif(20, 30), { width: 20, height: 30 }], ['image/webp', webp(20, 30), { width: 20, height: 30 }],
    ['video/mp4', bytes([0, 0, 0, 24], 'ftypisom', [0, 0, 2, 0], 'isomiso2')],
    ['audio/mp4', bytes([0, 0, 0, 24], 'ftypM4A ', [0, 0, 2, 0], 'isomiso2')],
    ['audio/mpeg', bytes('ID3', [3, 0, 0, 0, 0, 0, 0])], ['audio/mpeg', bytes([0xff, 0xfb, 0x90, 0x64])],
    ['audio/aac', bytes([0xff, 0xf1, 0x50, 0x80])], ['audio/amr', bytes('#!AMR\n<')],
    ['audio/wav', bytes('RIFF', [36, 0, 0, 0], 'WAVEfmt ')], ['audio/ogg', bytes('OggS', [0, 2])],
    ['video/quicktime', bytes([0, 0, 0, 20], 'ftypqt  ')],
    ['video/webm', bytes([0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x82, 0x84], 'webm')],
  ])('%s is shown in its place', async (type, body, size?: object) => {
    await start()
    const { id, ...told } = await stored(body, { 'Content-Type': 'text/html' })
    expect(told).toEqual({ name: 'file', type, size: body.length, ...size })
    const response = await get(id)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('content-disposition')).toMatch(/^inline;/)
  })

  it.each([
    ['HTML that says it is a PNG', bytes('<html><script>alert(1)</script>'), undefined],
    ['HTML behind the name of a format', bytes('GIF<html>'), undefined],
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), undefined],
    ['HEIC', bytes([0, 0, 0, 24], 'ftypheic'), undefined],
    ['Matroska', bytes([0x1a, 0x45, 0xdf, 0xa3], 'matroska'), undefined],
    ['one byte', bytes([0xff]), undefined], ['PDF', bytes('%PDF-1.7'), 'application/pdf'],
  ])('%s is an attachment', async (_, body, type = 'application/octet-stream') => {
    await start()
    const { id } = await stored(body, { 'Content-Type': 'image/png', 'X-File-Name': 'a.png' })
    const response = await get(id)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('content-disposition')).toMatch(/^attachment;/)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('a picture that ends too soon has no size', async () => {
    await start()
    for (const body of [png(1, 1).subarray(0, 18), jpeg(1, 1).subarray(0, 12), webp(1, 1).subarray(0, 13)]) {
      expect(await stored(body)).not.toHaveProperty('width')
    }
  })
})

describe('a part', () => {
  it.each([
    ['bytes=0-0', 206, '0', 'bytes 0-0/10'], ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'], ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'], ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'], ['bytes=-0', 416, '', 'bytes */10'],
    ['bytes=4-2', 200, '0123456789', null], ['bytes=0-1,3-4', 200, '0123456789', null],
    ['lines=1-2', 200, '0123456789', null], ['bytes=-', 200, '0123456789', null],
  ])('%s gives %i', async (range, status, text, told) => {
    await start()
    const { id } = await stored('0123456789')
    const response = await get(id, { ...by(ann), Range: range })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-range')).toBe(told)
    expect(response.headers.get('content-length')).toBe(String(text.length))
    expect(await response.text()).toBe(text)
  })

  it('is not given of another file; HEAD gives nothing but the headers', async () => {
    await start()
    const { id } = await stored('0123456789')
    const headers = { ...by(ann), Range: 'bytes=1-2' }
    expect((await get(id, { ...headers, 'If-Range': `"${id}"` })).status).toBe(206)
    expect((await get(id, { ...headers, 'If-Range': '"other"' })).status).toBe(200)
    const head = await get(id, by(ann), 'HEAD')
    expect(head.headers.get('content-length')).toBe('10')
    expect(await head.text()).toBe('')
  })

  it('and a reader who goes away in the middle hurts nobody', async () => {
    await start()
    const { id } = await stored(randomBytes(8_000_000))
    for (let i = 0; i < 5; i++) {
      const stop = new AbortController()
      const response = await fetch(at(`/v1/files/${id}`), { headers: by(ann), signal: stop.signal })
      await response.body?.getReader().read()
      stop.abort()
    }
    expect((await get(id)).status).toBe(200)
  })
})

describe('who may', () => {
  it('is none without a good token, for anything', async () => {
    await start()
    const { id } = await stored('x')
    const forged = by({ ...ann, token: `${ann.token}x` })
    for (const headers of [{}, { Authorization: 'Bearer x' }, { Authorization: ann.token }, forged]) {
      const upload = { method: 'POST', body: 'x', headers: { 'X-Conversation': 'general', ...headers } }
      for (const response of [
        await fetch(at('/v1/files'), upload), await get(id, headers), await link(id, headers),
      ]) {
        expect(response.status).toBe(401)
      }
    }
    // In an address a token is worth nothing.
    expect((await get(`${id}?token=${ann.token}`, {})).status).toBe(403)
    expect(kept()).toEqual([id])
  })

  it('are the members, as long as they are', async () => {
    await start()
    const [ben, eve] = [await login(server.port, 'Ben'), await login(server.port, 'Eve')]
    const client = await stage.enter(server.port, ann.token)
    client.send({ type: 'create', id: 'c', title: 'Ours', people: [ben.self.id] })
    const { conversation } = await client.take('conversation', frame => frame.id === 'c')
    const room = { 'X-Conversation': conversation.id }
    const file = await stored('ours', room, ben)
    expect((await get(file.id)).status).toBe(200)
    expect((await get(file.id, by(eve))).status).toBe(404)
    expect((await link(file.id, by(eve))).status).toBe(404)
    expect((await send('x', room, eve)).status).toBe(403)
    await client.write({
      type: 'change', id: 'r', conversation: conversation.id, change: 'removed', people: [ben.self.id],
    })
    expect((await get(file.id, by(ben))).status).toBe(404)
    expect((await link(file.id, by(ben))).status).toBe(404)
    expect((await send('x', room, ben)).status).toBe(403)
    expect((await get(file.id)).status).toBe(200)
  })

  it('is also not who is removed while the upload is on its way', async () => {
    await start()
    const ben = await login(server.port, 'Ben')
    const client = await stage.enter(server.port, ann.token)
    client.send({ type: 'create', id: 'c', title: 'Ours', people: [ben.self.id] })
    const { conversation } = await client.take('conversation', frame => frame.id === 'c')
    let post: ReturnType<typeof httpRequest> | undefined
    const status = new Promise((done) => {
      post = httpRequest(at('/v1/files'), {
        method: 'POST', headers: { ...by(ben), 'X-Conversation': conversation.id },
      }, response => done(response.statusCode))
      post.write('begun')
    })
    await until(() => kept().length === 1)
    await client.write({
      type: 'change', id: 'r', conversation: conversation.id, change: 'removed', people: [ben.self.id],
    })
    post?.end()
    expect(await status).toBe(403)
    expect(kept()).toEqual([])
  })
})

describe('a link', () => {
  it('opens one file without a token, until it expires', async () => {
    await start()
    const [file, other] = [await stored('0123456789'), await stored('other')]
    const response = await link(file.id)
    const { url, expiresIn } = await response.json() as { url: string, expiresIn: number }
    expect(expiresIn).toBe(600_000)
    expect(url).not.toContain(ann.token)
    const opened = await fetch(at(url), { headers: { Range: 'bytes=1-3' } })
    expect(opened.status).toBe(206)
    expect(await opened.text()).toBe('123')

    const query = url.split('?')[1] ?? ''
    const links = createFileLinks(secret)
    const now = Date.now()
    const expires = Number(new URLSearchParams(query).get('expires'))
    const ofSecretItself = createHmac('sha256', secret).update(`${file.id} ${expires}`).digest('base64url')
    const forged = [
      query.replace(/expires=\d+/, `expires=${expires + 1}`), query.replace(/signature=.{4}/, 'signature=AAAA'),
      query.slice(0, -4), `expires=${expires}`, `expires=${expires}&signature=`, 'signature=x', 'x',
      // Good once, or not for this one, or by another secret; and what would be a number to some.
      links.sign(file.id, now - 1), links.sign(other.id, now + 60_000),
      createFileLinks(`${secret}!`).sign(file.id, now + 60_000), links.sign(file.id, NaN), links.sign(file.id, 0),
      `expires=${expires}&signature=${ofSecretItself}`,
    ]
    for (const each of forged) expect((await fetch(at(`/v1/files/${file.id}?${each}`))).status).toBe(403)
    expect((await fetch(at(`/v1/files/${file.id}?${links.sign(file.id, now + 60_000)}`))).status).toBe(200)
    // It is for looking, and for nothing else.
    expect((await fetch(at(url.replace('?', '/link?')), { method: 'POST' })).status).toBe(401)
  })
})

it('pages of others may ask: the preflight names all headers', async () => {
  await start()
  const response = await fetch(at('/v1/files'), { method: 'OPTIONS' })
  const allowed = response.headers.get('access-control-allow-headers') ?? ''
  for (const name of ['Authorization', 'X-Conversation', 'X-File-Name', 'Range']) expect(allowed).toContain(name)
})

it('nothing of it is logged', async () => {
  const lines: string[] = []
  await start({ log: (line, more) => lines.push(line + JSON.stringify(more)) })
  const { id } = await stored('x', { 'X-File-Name': 'secret-name' })
  await get(id)
  await send('x', { 'X-Conversation': 'nowhere' })
  expect(lines.join('\n')).not.toMatch(new RegExp(`${id}|secret-name|general|nowhere`))
  expect(readFileSync(stage.file(`files/${id}/note.json`), 'utf8')).not.toContain(ann.token)
})

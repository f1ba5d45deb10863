import { randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { login, until } from '../../helpers/server'
import { metric } from '../../helpers/metrics'
import { ann, at, by, get, kept, send, sendForm, server, stage, start, stored } from './files-rig'
import { jpeg, png } from './pictures'

describe('an upload', () => {
  it('comes back as it was, to members', async () => {
    await start()
    const body = Buffer.concat([png(3, 2), randomBytes(300_000)])
    const file = await stored(body, {
      'X-File-Name': encodeURIComponent('照片 "1" (é).png'), 'Content-Type': 'image/png',
    })
    expect(file).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/), name: '照片 "1" (é).png', type: 'image/png', size: body.length,
      width: 3, height: 2,
    })
    const response = await get(file.id, by(await login(server.port, 'Ben')))
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png', 'content-length': String(body.length), 'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff', 'cache-control': 'private',
      'content-security-policy': 'sandbox; default-src \'none\'', 'access-control-allow-origin': '*',
      'content-disposition': 'inline; filename="__ _1_ (_).png"; '
        + 'filename*=UTF-8\'\'%E7%85%A7%E7%89%87%20%221%22%20%28%C3%A9%29.png',
    })
    expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true)
    const same = await get(file.id, { ...by(ann), 'If-None-Match': String(response.headers.get('etag')) })
    expect(same.status).toBe(304)
    expect(await metric(server, 'chat_files_stored_total')).toBe(1)
  })

  it('survives a restart', async () => {
    await start()
    const { id } = await stored('to stay')
    await server.close()
    await start()
    expect(await (await get(id)).text()).toBe('to stay')
  })

  it('comes in a form, as uni.uploadFile sends it, whichever part is first', async () => {
    await start()
    const conversation = ['name="conversation"', 'general'] as const
    const file = ['name="file"; filename="tmp_照片.jpg"\r\nContent-Type: image/jpeg', jpeg(640, 480)] as const
    for (const parts of [[conversation, file], [file, conversation]]) {
      const response = await sendForm(parts)
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({
        name: 'tmp_照片.jpg', type: 'image/jpeg', size: file[1].length, width: 640, height: 480,
      })
    }
    // As browsers do it; the headers go before what the form says.
    const data = new FormData()
    data.append('conversation', 'nowhere')
    data.append('file', new Blob(['x'.repeat(200_000)]), 'a.txt')
    const { id, ...told } = await stored(data, { 'X-Conversation': 'general', 'X-File-Name': 'b.txt' })
    expect(told).toEqual({ name: 'b.txt', type: 'application/octet-stream', size: 200_000 })
    expect(await (await get(id)).text()).toBe('x'.repeat(200_000))
  })

  it.each([
    ['without an end', [['name="conversation"', 'general'], ['name="file"; filename="a"', 'abc']], '', 400],
    ['without a file', [['name="conversation"', 'general']], undefined, 400],
    ['without a conversation', [['name="file"; filename="a"', 'abc']], undefined, 400],
    ['for another conversation', [['name="file"; filename="a"', 'abc'], ['name="conversation"', 'x']], undefined, 403],
    ['with an empty file', [['name="conversation"', 'general'], ['name="file"; filename="a"', '']], undefined, 400],
    ['with two files', [
      ['name="conversation"', 'general'], ['name="a"; filename="a"', 'abc'], ['name="b"; filename="b"', 'abc'],
    ], undefined, 400],
    ['with many fields', [
      ...Array.from({ length: 30 }, (_, i) => [`name="f${i}"`, 'x'] as const), ['name="a"; filename="a"', 'abc'],
    ], undefined, 400],
    ['that is too long', [
      ['name="conversation"', 'general'], ['name="file"; filename="a"', 'x'.repeat(1001)],
    ], undefined, 413],
  ] as const)('in a form %s is refused, and leaves nothing', async (_, parts, end, status) => {
    await start({ bounds: { fileBytes: 1000 } })
    expect((await sendForm(parts, end)).status).toBe(status)
    expect(kept()).toEqual([])
    expect((await fetch(at('/healthz'))).status).toBe(200)
  })

  it.each([
    ['without a conversation', { 'X-Conversation': '' }, 'x', 403],
    ['for none that there is', { 'X-Conversation': 'nowhere' }, 'x', 403],
    ['with nothing in it', {}, '', 400],
    ['with a name that is no UTF-8', { 'X-File-Name': '%ff' }, 'x', 400],
    ['that says it is a form', { 'Content-Type': 'multipart/form-data' }, 'x', 400],
    ['that is compressed', { 'Content-Encoding': 'gzip' }, 'x', 415],
  ] as const)('%s is refused, and leaves nothing', async (_, headers, body, status) => {
    await start()
    expect((await send(body, headers)).status).toBe(status)
    expect(kept()).toEqual([])
  })

  it('of a size that is allowed is taken, one byte more is not, said or not', async () => {
    await start({ bounds: { fileBytes: 100_000 } })
    await stored('x'.repeat(100_000))
    for (const headers of [{}, { 'Transfer-Encoding': 'chunked' }]) {
      const status = await new Promise((done, fail) => {
        const post = httpRequest(at('/v1/files'), {
          method: 'POST', headers: { ...by(ann), 'X-Conversation': 'general', ...headers },
        }, response => done(response.statusCode))
        post.on('error', fail)
        post.end('x'.repeat(100_001))
      })
      expect(status).toBe(413)
    }
    expect(kept()).toHaveLength(1)
    expect(await metric(server, 'chat_refused_total{limit="file-size"}')).toBe(2)
  })

  it('that its client gives up leaves nothing', async () => {
    await start()
    const raw = (head: string, body: string) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write([
          'POST /v1/files HTTP/1.1', 'Host: x', `Authorization: Bearer ${ann.token}`, head, 'Content-Length: 9999', '',
          body,
        ].join('\r\n'))
      })
      return socket
    }
    const sockets = [
      raw('X-Conversation: general', 'begun'),
      raw('Content-Type: multipart/form-data; boundary=b',
        '--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nbegun'),
    ]
    await until(() => kept().length === 2)
    for (const socket of sockets) socket.destroy()
    await until(() => kept().length === 0)
    // As does a server that is stopped.
    sockets.push(raw('X-Conversation: general', 'begun'))
    await until(() => kept().length === 1)
    await server.close()
    expect(kept()).toEqual([])
  })

  it('that is broken off before it is looked at leaves nothing, and holds nothing up', async () => {
    await start()
    for (const type of ['multipart/form-data; boundary=b', 'text/plain']) {
      await new Promise((done) => {
        const socket = connect(server.port, '127.0.0.1', () => {
          socket.write(`POST /v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ann.token}\r\n`
            + `X-Conversation: general\r\nContent-Type: ${type}\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n`)
        })
        socket.resume().on('error', () => undefined).on('close', done)
      })
    }
    await server.close()
    expect(kept()).toEqual([])
  })

  it('may take longer than other requests; a stranger\'s may not', async () => {
    await start({ requestTime: 300 })
    const slow = (token: string) => new Promise<string>((done) => {
      let said = ''
      const socket = connect(server.port, '127.0.0.1', () => socket.write(
        `POST /v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nX-Conversation: general\r\n`
        + 'Connection: close\r\nContent-Length: 5\r\n\r\nslow'))
      // Well after the others' time is over, as the server itself shows.
      if (token !== 'none') void late().then(() => socket.write('!'))
      socket.setEncoding('latin1').on('data', (part: string) => { said += part })
      socket.on('error', () => undefined)
      socket.on('close', () => done(said))
    })
    const late = () => new Promise<void>((done) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write(
        'POST /v1/demo/login HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'))
      socket.on('error', () => undefined).resume().on('close', () => done())
    })
    expect(await slow(ann.token)).toMatch(/^HTTP\/1.1 200/)
    expect(await slow('none')).toMatch(/^HTTP\/1.1 401/)
  })

  it('that finds no room leaves nothing', async () => {
    // The shell bounds what the server may write into one file: 2 MB.
    const child = spawn('/bin/sh', ['-c', 'ulimit -f 4096 && exec "$0" "$@"', process.execPath, '--import', 'tsx',
      'server/main.ts', '--demo', '--port', '0', '--store', stage.file('chat.db'),
    ], { stdio: ['ignore', 'pipe', 'ignore'] })
    const ended = new Promise(done => child.once('close', done))
    try {
      const port = await new Promise<number>((done) => {
        let output = ''
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          output += text
          const found = /^listening on .*:(\d+)$/m.exec(output)
          if (found) done(Number(found[1]))
        })
      })
      const { token } = await login(port, 'Ann')
      const post = (size: number) => fetch(`http://127.0.0.1:${port}/v1/files`, {
        method: 'POST', body: 'x'.repeat(size),
        headers: { 'Authorization': `Bearer ${token}`, 'X-Conversation': 'general' },
      })
      expect((await post(4_000_000)).status).toBe(507)
      expect(kept()).toEqual([])
      expect((await post(1_000_000)).status).toBe(200)
    } finally {
      child.kill('SIGKILL')
      await ended
    }
  })

  it('too many at a time, or too fast, are refused', async () => {
    await start()
    const statuses = await Promise.all(Array.from({ length: 40 }, async () => (await send('x')).status))
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    const refused = await Promise.all(['file-rate', 'files-at-once'].map(
      each => metric(server, `chat_refused_total{limit="${each}"}`)))
    expect((refused[0] ?? 0) + (refused[1] ?? 0)).toBe(statuses.filter(status => status === 429).length)
    // Others don't notice.
    await stored('x', {}, await login(server.port, 'Ben'))
  })
})

describe('at the start', () => {
  it('what was left unfinished is removed, but not what another node may be taking in', async () => {
    for (const name of ['part-old', 'part-new']) {
      mkdirSync(stage.file(`files/${name}`), { recursive: true })
      writeFileSync(stage.file(`files/${name}/content`), 'half')
    }
    const anHourAgo = Date.now() / 1000 - 3600
    utimesSync(stage.file('files/part-old'), anHourAgo, anHourAgo)
    await start()
    expect(kept()).toEqual(['part-new'])
    expect((await get('part-new')).status).toBe(404)
  })
})

describe('a name', () => {
  it.each([
    ['../../../etc/passwd', 'passwd'], ['..\\..\\boot.ini', 'boot.ini'], ['/', 'file'], ['..', '..'],
    ['a\0b\r\nX: y', 'abX: y'],
    ['photo\u202egnp.exe', 'photognp.exe'], ['é'.repeat(500), 'é'.repeat(120)], ['', 'file'],
  ])('%j is no path', async (given, name) => {
    await start()
    const file = await stored('x', { 'X-File-Name': encodeURIComponent(given) })
    expect(file.name).toBe(name)
    expect(kept()).toEqual([file.id])
    expect(readdirSync(stage.file(join('files', file.id))).sort()).toEqual(['content', 'note.json'])
    expect((await get(file.id)).headers.get('content-disposition')).toContain(`''${encodeURIComponent(name)}`)
  })

  it('of a file that is asked for leads nowhere else', async () => {
    await start()
    const { id } = await stored('x')
    for (const path of [
      `..%2f..%2fchat.db`, `${id}%2fnote.json`, `${id}/content`, `${id}/note.json`, id.toUpperCase() + '0', '%00', '..',
      `${id}/link/x`,
    ]) {
      expect((await get(path)).status).toBe(404)
    }
  })
})

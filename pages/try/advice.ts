import type { Kind } from './diagnose'

/** What was found, and what to do about it. */
export type Advice = readonly [title: (detail: string) => string, todo: string]

export const en: Readonly<Record<Kind, Advice>> = {
  connecting: [() => 'Connecting…', ''],
  entering: [() => 'Connected. Waiting to be let in…', ''],
  online: [() => 'Connected', ''],
  checking: [() => 'It failed. Looking why…', ''],
  tls: [
    () => 'TLS is needed',
    'A page on https, and WeChat, connect to wss:// and https:// only. Put a certificate in front of the '
      + 'server, and use that address.',
  ],
  domain: [
    () => 'WeChat doesn’t know this domain',
    'Add it at mp.weixin.qq.com under Development → Server domains; for a trial, untick the check of domains '
      + 'in the developer tools.',
  ],
  nothing: [
    () => 'Nothing answers there',
    'Is the server running? Check host and port. From a phone it isn’t 127.0.0.1 but the computer’s address, '
      + 'and the server must listen on 0.0.0.0.',
  ],
  swallowed: [
    () => 'No answer in time',
    'A firewall or proxy swallows the connection. Check host and port, and whether the port is open.',
  ],
  cors: [
    () => 'It answers, but this page may not read it',
    'Let the server send Access-Control-Allow-Origin for this page, and answer OPTIONS.',
  ],
  hidden: [
    () => 'Something answers, but it opens no WebSocket',
    'The browser hides what it says. Check the path; look whether a proxy passes Upgrade and Connection on, '
      + 'and whether the server takes this origin.',
  ],
  notFound: [
    status => `Wrong address (HTTP ${status})`,
    'The server is there and knows nothing under this path. Check what follows the port.',
  ],
  forbidden: [
    status => `Not allowed (HTTP ${status})`,
    'The server, or a proxy, refuses before there is a WebSocket: by the origin, a cookie or a token it expects.',
  ],
  page: [
    status => `An ordinary web page (HTTP ${status})`,
    'This address opens no WebSocket: the request came through, its Upgrade did not. Check the path, and '
      + 'that the proxy passes Upgrade and Connection on.',
  ],
  noUpgrade: [
    status => `No Upgrade (HTTP ${status})`,
    'A server is there, but the request to upgrade doesn’t reach it. In nginx: proxy_http_version 1.1, and '
      + 'the headers Upgrade and Connection.',
  ],
  gateway: [
    status => `The server behind the proxy fails (HTTP ${status})`,
    'Look at its log: it doesn’t run, or it broke at this request.',
  ],
  status: [
    status => `Not as expected (HTTP ${status})`,
    'Check address and path: the frames show what was asked, and what came.',
  ],
  noWelcome: [
    () => 'Open, but not let in',
    'The link is there, and the server doesn’t say the word that lets one in. Is this the way it speaks?',
  ],
  closed: [
    code => `The server closed it: ${code}`,
    '1000 and 1001 are goodbyes, 1002, 1003 and 1007 say it didn’t like the frame, 1008 and 4000 up are its '
      + 'own rules, 1009 is too long, 1011 an error: its log tells more.',
  ],
  cut: [
    () => 'It broke off without a word',
    'The server or a proxy dropped the link. Look at the server’s log, and at the proxy’s timeouts.',
  ],
  silence: [
    () => 'No answer to the ping',
    'The link opened, and then nothing came back. Does the server answer this ping? If it knows none, leave '
      + 'it out.',
  ],
  refused: [
    detail => `Refused${detail && `: ${detail}`}`,
    'The server refused the token, or the version. Get a new token, and check that it is for this server.',
  ],
  notJson: [
    () => 'What came is not JSON',
    'Another way may fit: plain text, or Socket.IO, whose frames begin with a digit. The frames show it.',
  ],
  notUnderstood: [
    why => `Frames that mean nothing here: ${why}`,
    'The server speaks another way. Compare the frames with docs/your-backend.md, or write a decode for them.',
  ],
  otherFields: [
    fields => `No text found. Fields that came: ${fields}`,
    'Name the field with the text as the server does.',
  ],
}

export const zhHans: Readonly<Record<Kind, Advice>> = {
  connecting: [() => '正在连接…', ''],
  entering: [() => '已连上，等待服务器放行…', ''],
  online: [() => '已连接', ''],
  checking: [() => '连接失败，正在查找原因…', ''],
  tls: [() => '需要 TLS', 'https 页面和微信只能连接 wss:// 与 https://。请给服务器配上证书，再用对应的地址。'],
  domain: [() => '微信不认识这个域名', '在 mp.weixin.qq.com 的“开发管理 → 服务器域名”里添加；试用时可在开发者工具里勾选“不校验合法域名”。'],
  nothing: [() => '那里没有应答', '服务器启动了吗？请检查主机和端口。手机上不能用 127.0.0.1，要用电脑的地址，且服务器须监听 0.0.0.0。'],
  swallowed: [() => '迟迟没有应答', '连接被防火墙或代理吞掉了。请检查主机和端口，以及端口是否开放。'],
  cors: [() => '有应答，但本页无权读取', '请让服务器为本页返回 Access-Control-Allow-Origin，并应答 OPTIONS。'],
  hidden: [() => '有应答，但没有打开 WebSocket', '浏览器不透露具体内容。请检查路径、代理是否转发 Upgrade 和 Connection，以及服务器是否接受本页的来源。'],
  notFound: [status => `地址不对（HTTP ${status}）`, '服务器在，但这个路径下什么也没有。请检查端口后面的部分。'],
  forbidden: [status => `不允许（HTTP ${status}）`, '在建立 WebSocket 之前就被服务器或代理拒绝了：可能要求来源、Cookie 或令牌。'],
  page: [
    status => `只是普通网页（HTTP ${status}）`,
    '这个地址没有打开 WebSocket：请求到了，Upgrade 没到。请检查路径，以及代理是否转发 Upgrade 和 Connection。',
  ],
  noUpgrade: [
    status => `没有 Upgrade（HTTP ${status}）`,
    '服务器在，但升级请求没有到达。nginx 要设 proxy_http_version 1.1，以及 Upgrade 和 Connection 两个请求头。',
  ],
  gateway: [status => `代理后面的服务器出错（HTTP ${status}）`, '请看服务器日志：可能没有启动，或处理这个请求时出错。'],
  status: [status => `应答不符合预期（HTTP ${status}）`, '请检查地址和路径：数据帧里有请求和应答的内容。'],
  noWelcome: [() => '连上了，但没有放行', '连接在，可服务器一直没说放行。它真是用这种方式通信吗？'],
  closed: [
    code => `被服务器关闭：${code}`,
    '1000、1001 是正常告别；1002、1003、1007 表示不接受该帧；1008 和 4000 以上是服务器自己的规则；1009 是太长；1011 是出错。详情请看服务器日志。',
  ],
  cut: [() => '连接突然断开', '服务器或代理断开了连接。请看服务器日志和代理的超时设置。'],
  silence: [() => '心跳没有应答', '连上之后再没有任何回音。服务器会应答这个心跳帧吗？如果不会，请留空。'],
  refused: [detail => `被拒绝${detail && `：${detail}`}`, '服务器拒绝了令牌或版本。请换一个新令牌，并确认它属于这台服务器。'],
  notJson: [() => '收到的不是 JSON', '也许该用别的方式：纯文本，或 Socket.IO（它的帧以数字开头）。请看数据帧。'],
  notUnderstood: [why => `收到看不懂的帧：${why}`, '服务器用的是别的方式。请对照 docs/your-backend.md 查看数据帧，或为它写一个 decode。'],
  otherFields: [fields => `没有找到正文。收到的字段：${fields}`, '请按服务器的叫法填写正文字段。'],
}

export const zhHant: Readonly<Record<Kind, Advice>> = {
  connecting: [() => '正在連線…', ''],
  entering: [() => '已連上，等待伺服器放行…', ''],
  online: [() => '已連線', ''],
  checking: [() => '連線失敗，正在找原因…', ''],
  tls: [() => '需要 TLS', 'https 頁面和微信只能連線 wss:// 與 https://。請給伺服器裝上憑證，再用對應的位址。'],
  domain: [() => '微信不認識這個網域', '在 mp.weixin.qq.com 的「开发管理 → 服务器域名」裡新增；試用時可在開發者工具裡勾選「不校验合法域名」。'],
  nothing: [() => '那裡沒有回應', '伺服器啟動了嗎？請檢查主機和連接埠。手機上不能用 127.0.0.1，要用電腦的位址，且伺服器須監聽 0.0.0.0。'],
  swallowed: [() => '遲遲沒有回應', '連線被防火牆或代理吞掉了。請檢查主機和連接埠，以及連接埠是否開放。'],
  cors: [() => '有回應，但本頁無權讀取', '請讓伺服器為本頁傳回 Access-Control-Allow-Origin，並回應 OPTIONS。'],
  hidden: [() => '有回應，但沒有開啟 WebSocket', '瀏覽器不透露具體內容。請檢查路徑、代理是否轉發 Upgrade 和 Connection，以及伺服器是否接受本頁的來源。'],
  notFound: [status => `位址不對（HTTP ${status}）`, '伺服器在，但這個路徑下什麼也沒有。請檢查連接埠後面的部分。'],
  forbidden: [status => `不允許（HTTP ${status}）`, '在建立 WebSocket 之前就被伺服器或代理拒絕了：可能要求來源、Cookie 或權杖。'],
  page: [
    status => `只是普通網頁（HTTP ${status}）`,
    '這個位址沒有開啟 WebSocket：請求到了，Upgrade 沒到。請檢查路徑，以及代理是否轉發 Upgrade 和 Connection。',
  ],
  noUpgrade: [
    status => `沒有 Upgrade（HTTP ${status}）`,
    '伺服器在，但升級請求沒有到達。nginx 要設 proxy_http_version 1.1，以及 Upgrade 和 Connection 兩個請求標頭。',
  ],
  gateway: [status => `代理後面的伺服器出錯（HTTP ${status}）`, '請看伺服器記錄：可能沒有啟動，或處理這個請求時出錯。'],
  status: [status => `回應不符合預期（HTTP ${status}）`, '請檢查位址和路徑：訊框裡有請求和回應的內容。'],
  noWelcome: [() => '連上了，但沒有放行', '連線在，可伺服器一直沒說放行。它真是用這種方式通訊嗎？'],
  closed: [
    code => `被伺服器關閉：${code}`,
    '1000、1001 是正常告別；1002、1003、1007 表示不接受該訊框；1008 和 4000 以上是伺服器自己的規則；1009 是太長；1011 是出錯。詳情請看伺服器記錄。',
  ],
  cut: [() => '連線突然中斷', '伺服器或代理中斷了連線。請看伺服器記錄和代理的逾時設定。'],
  silence: [() => '心跳沒有回應', '連上之後再沒有任何回音。伺服器會回應這個心跳訊框嗎？如果不會，請留空。'],
  refused: [detail => `被拒絕${detail && `：${detail}`}`, '伺服器拒絕了權杖或版本。請換一個新權杖，並確認它屬於這台伺服器。'],
  notJson: [() => '收到的不是 JSON', '也許該用別的方式：純文字，或 Socket.IO（它的訊框以數字開頭）。請看訊框。'],
  notUnderstood: [why => `收到看不懂的訊框：${why}`, '伺服器用的是別的方式。請對照 docs/your-backend.md 檢視訊框，或為它寫一個 decode。'],
  otherFields: [fields => `沒有找到內文。收到的欄位：${fields}`, '請按伺服器的叫法填寫內文欄位。'],
}

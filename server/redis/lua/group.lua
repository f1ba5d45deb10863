-- Makes a group if it isn't there. KEYS: conversation. ARGV: title, epoch.

if redis.call('EXISTS', meta) == 0 then
  redis.call('HSET', meta, 'kind', 'group', 'title', ARGV[1], 'epoch', ARGV[2], 'head', 0)
end

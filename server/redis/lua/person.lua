-- Makes a person known, or gives a known one a new name or picture.
-- KEYS: people, names, pictures. ARGV: person, name, picture, or '' if there is none.

local before = redis.call('HGET', KEYS[1], ARGV[1])
if ARGV[3] == '' then redis.call('HDEL', KEYS[3], ARGV[1]) else redis.call('HSET', KEYS[3], ARGV[1], ARGV[3]) end
if before == ARGV[2] then return end
if before then redis.call('ZREM', KEYS[2], before .. '\0' .. ARGV[1]) end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[2], 0, ARGV[2] .. '\0' .. ARGV[1])

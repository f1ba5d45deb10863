-- Members in the order of joining. KEYS: conversation. ARGV: person, the place after which they are, the most of them.
-- Gives for each one the id, the place and the role; nothing to who is no member.

if redis.call('HEXISTS', base .. 'read', ARGV[1]) == 0 then return false end
local found = redis.call('ZRANGEBYSCORE', places(), '(' .. ARGV[2], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[3])
local result = {}
for i = 1, #found, 2 do
  result[#result + 1] = found[i]
  result[#result + 1] = tonumber(found[i + 1])
  result[#result + 1] = roleOf(found[i])
end
return result

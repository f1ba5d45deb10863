-- Keeps what a person sets for a conversation, and tells that person's connections to look.
-- KEYS: conversation. ARGV: origin, conversation, person, the person's channel; then '1', '0' or '' for pinned, muted,
-- hidden and marked, of which '' is left as it is; and up to where it is cleared, or ''. Gives 1; nothing to who is no
-- member.

local origin, conversation, person, channel = unpack(ARGV, 1, 4)
if redis.call('HEXISTS', base .. 'read', person) == 0 then return false end
local time = redis.call('TIME')
local values = { time[1] .. string.format('%03d', math.floor(time[2] / 1000)), 1, messages(), 1 }
for i, setting in ipairs(settings) do
  local wanted, field = ARGV[4 + i], settingOf(person, setting)
  if wanted == '0' then
    redis.call('HDEL', base .. 'own', field)
  elseif wanted == '1' then
    -- What is pinned already stays where it is.
    redis.call(setting == 'pinned' and 'HSETNX' or 'HSET', base .. 'own', field, values[i])
  end
end
if ARGV[9] ~= '' then
  local upTo = math.min(tonumber(ARGV[9]), tonumber(redis.call('HGET', meta, 'head')))
  redis.call('HSET', base .. 'cleared', person, math.max(cleared(person), upTo))
end
tell(channel, origin, 'o', conversation)
return 1

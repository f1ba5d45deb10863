-- The pinned messages as they stand now, the one that was pinned last first.
-- KEYS: conversation. ARGV: see look.lua; then the most bytes. Gives the messages as JSON, but for what the person has
-- hidden; nothing to who is no member.

if redis.call('HEXISTS', base .. 'read', person) == 0 then return false end
local found, total = {}, 0
for _, seq in ipairs(redis.call('ZREVRANGE', base .. 'pins', 0, -1)) do
  local text = total < tonumber(ARGV[3]) and not isHidden(seq) and look(seq)
  if text then
    found[#found + 1] = text
    total = total + #text
  end
end
return found

-- Makes a person a member who comes by oneself, and says so in the log.
-- KEYS: conversation, the ids that the person has used, the person's conversations. ARGV: see append.lua; then its id,
-- the id of the entry, the person's channel. Gives the event; nothing if there is nothing to do.

local id, entry, mine = unpack(ARGV, 6, 8)
if redis.call('EXISTS', meta) == 0 or redis.call('HEXISTS', base .. 'read', person) == 1 then return false end
local members = redis.call('HLEN', base .. 'read') + 1
local seq, _, told = append('c', entry, '"type":"change","id":"' .. entry .. '","change":"joined","members":' .. members, '')
join(person, KEYS[3], id)
tell(mine, origin, 'j', seq .. ' ' .. id .. ' ' .. person)
return told

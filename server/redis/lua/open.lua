-- The direct conversation of two persons, made and told if there is none.
-- KEYS: the conversation that would be made, pairs, people, the conversations of either person.
-- ARGV: origin, its id, its epoch, the pair, either person, their channels.
-- Gives its id and whether it was made; nothing if there is no such other person.

local origin, id, epoch, pair, person, other = unpack(ARGV, 1, 6)
local known = redis.call('HGET', KEYS[2], pair)
if known then return { known, 0 } end
if redis.call('HEXISTS', KEYS[3], other) == 0 then return false end
redis.call('HSET', KEYS[2], pair, id)
redis.call('HSET', meta, 'kind', 'direct', 'title', '', 'epoch', epoch, 'head', 0, 'a', person, 'b', other)
for i, member in ipairs({ person, other }) do
  join(member, KEYS[3 + i], id)
  tell(ARGV[6 + i], origin, 'o', id)
end
return { id, 1 }

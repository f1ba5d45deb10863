-- Makes a person a member; what was said before counts as delivered and read.
-- KEYS: conversation, the person's conversations. ARGV: person, conversation.

local head = redis.call('HGET', meta, 'head')
if head and redis.call('HSETNX', base .. 'read', ARGV[1], head) == 1 then
  redis.call('HSET', base .. 'delivered', ARGV[1], head)
  redis.call('SADD', KEYS[2], ARGV[2])
end

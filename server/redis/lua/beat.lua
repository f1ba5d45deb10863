-- A node lives. KEYS: nodes, the people of this node. ARGV: node, how long that holds, in ms.
-- Gives how many people it has here, and the nodes that are dead, each with until when it was taken for living.

redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
return { redis.call('SCARD', KEYS[2]), unpack(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES')) }

def remember(item, seen=[]):
    seen.append(item)
    return len(seen)


for i in range(100):
    remember('item %d' % i)

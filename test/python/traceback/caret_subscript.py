# Carets for subscripts, calls and attributes on one line.
data = {'rows': [{'name': 'a'}, {'name': None}]}
def names(rows):
    return [row['name'].upper() for row in rows]
print(names(data['rows'][:1]))
print(names(data['rows'])[0])

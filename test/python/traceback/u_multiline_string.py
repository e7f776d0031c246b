# Uncaught: an f-string over lines.
user = {'name': 'x'}
text = f'''
name: {user['name']}
mail: {user['mail']}
'''

# Uncaught: tabs and wide characters before the error.
if True:
	名前 = {'日本': 1}
	print(名前['日本'], 名前['東京'])

# Carets count display columns: wide and combining characters.
def größe(名前): return 名前['é́'] + "日本語" + 1
größe({'é́': '値段'})

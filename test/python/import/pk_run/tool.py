mode = 'imported'
if __name__ == '__main__':
    mode = 'main'
print('tool', mode, __package__)

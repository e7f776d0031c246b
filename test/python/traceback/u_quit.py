# exit() of site.
print('before')
exit(5)

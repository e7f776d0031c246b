# html: escape, unescape, HTMLParser events.
import html
from html.parser import HTMLParser
print(html.escape('<a href="x">\'&'), html.escape('"q"', quote=False), html.unescape('&lt;&amp;&#65;&#x42;&eacute;&notit;&bogus;&amp &#0;&#128;&#x110000;'))
class P(HTMLParser):
    def handle_starttag(self, t, a): print('start', t, a, end=' ')
    def handle_endtag(self, t): print('end', t, end=' ')
    def handle_startendtag(self, t, a): print('startend', t, a, end=' ')
    def handle_data(self, d): print('data', repr(d), end=' ')
    def handle_comment(self, d): print('comment', d, end=' ')
    def handle_decl(self, d): print('decl', d, end=' ')
p = P(); p.feed('<!DOCTYPE html><p class=x ID="y">a &amp; b<br/><!-- c --><b'); p.feed('old>x</b></p><img src=\'q\' alt>'); p.close(); print(p.getpos())

"""Records as workbooks: written out, filled in without the internet, sent back, looked through."""

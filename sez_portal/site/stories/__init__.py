"""Story pages: a question, answered from the records each time the page is made."""

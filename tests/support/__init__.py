"""What the tests stand on: a throwaway PostgreSQL, copies of databases, live servers, the browser, the source."""

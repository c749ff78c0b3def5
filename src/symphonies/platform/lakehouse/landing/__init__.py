"""Landing: rows come in, the contract judges each, good ones land and bad ones are kept aside."""

"""Other programs that are told of alerts by HTTP: kept, signed, sent once each, in order."""

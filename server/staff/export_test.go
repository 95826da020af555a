package staff

// Spend uses up n of an address's tries, as wrong passwords of many names do.
func (s *Service) Spend(address string, n int) {
	for range n {
		s.throttle.take(s.journal.Now(), limited{"address:" + address, triesPerAddress})
	}
}

// SpendName uses up n of a name's tries, as wrong passwords from many addresses do.
func (s *Service) SpendName(name string, n int) {
	for range n {
		s.throttle.take(s.journal.Now(), limited{"name:" + name, triesPerName})
	}
}

# For `require`: makes a pattern of a text in which `...` matches anything on its line.
use strict;
use warnings;

sub pattern { my $text = join '.*', map { quotemeta } split /\.\.\./, $_[0], -1; qr/\A$text\z/ }

1;

import { serve } from '@gangway/cgi'
import { text } from '@gangway/gateway'

void serve(() => text('Hello'))

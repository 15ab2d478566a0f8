import { collector } from '../../../src/collectors/google/collector.ts';
import { GoogleDouble } from '../../providers/google.ts';
import { behavesLikeEveryCollector } from './behaviour.ts';

behavesLikeEveryCollector(collector, (now) => GoogleDouble.start(now));

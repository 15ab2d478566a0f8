import { collector } from '../../../src/collectors/azure/collector.ts';
import { AzureDouble } from '../../providers/azure.ts';
import { behavesLikeEveryCollector } from './behaviour.ts';

behavesLikeEveryCollector(collector, (now) => AzureDouble.start(now));
